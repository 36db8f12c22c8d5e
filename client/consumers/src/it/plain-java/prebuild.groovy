evaluate(new File(sources, 'with-server.groovy'))
