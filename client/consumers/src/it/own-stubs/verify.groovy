def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('default page size 10')
assert log.contains('above 100: ')
