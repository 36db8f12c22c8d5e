def contract = new File(basedir, '../../../../../api-spec/openapi/common.yaml').getText('UTF-8')
def pageSize = contract.substring(contract.indexOf('  PageSize:'))
def maximum = (pageSize =~ /maximum: (\d+)/)[0][1]
def defaultSize = (pageSize =~ /default: (\d+)/)[0][1]
def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains("default page size ${defaultSize}\n")
assert log.contains("above ${maximum}: ")
