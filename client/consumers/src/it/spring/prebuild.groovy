evaluate(new File(sources, 'start-server.groovy'))
