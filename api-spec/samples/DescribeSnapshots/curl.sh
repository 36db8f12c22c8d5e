curl 'http://127.0.0.1:8080/?Action=DescribeSnapshots&Format=JSON' \
  -d RegionId=cn-hangzhou -d Usage=image
