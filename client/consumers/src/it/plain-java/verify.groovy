expectedLine = 'm-bp1zlub3lrrpvt51b7zy  web_prod-20240601'
evaluate(new File(sources, 'stop-server-and-check-output.groovy'))
