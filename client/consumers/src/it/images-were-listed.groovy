// Stops the server. The program printed this line of the sample, and left no thread behind.
context.get('server').close()
def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains(line)
assert !log.contains('still alive')
