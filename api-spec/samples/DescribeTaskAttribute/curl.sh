curl 'http://127.0.0.1:8080/?Action=DescribeTaskAttribute&Format=JSON' \
  -d RegionId=cn-hangzhou -d TaskId=t-bp67acfmxazb4p000001
