expectedLine = 'm-bp1rnmk3t80lqdubjvfd  web-prod-20240601'
evaluate(new File(sources, 'stop-server-and-check-output.groovy'))
