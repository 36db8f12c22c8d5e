curl 'http://127.0.0.1:8080/?Action=DescribeImages&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageOwnerAlias=self
