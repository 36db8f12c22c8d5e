// Stops the server. The program printed the expected line of the sample catalogue, and left no thread running.
context.get('server').close()
def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains(expectedLine)
assert !log.contains('still alive')
