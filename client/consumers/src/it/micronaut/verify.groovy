line = 'm-bp1rnmk3t80lqdubjvfd  web-prod-20240601'
evaluate(new File(sources, 'images-were-listed.groovy'))
