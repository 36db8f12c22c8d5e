curl 'http://127.0.0.1:8080/?Action=DescribeImageFromFamily&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageFamily=shop-web
