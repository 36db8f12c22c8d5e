curl 'http://127.0.0.1:8080/?Action=DescribeImages&RegionId=cn-hangzhou&ImageOwnerAlias=self&Format=JSON'
