curl 'http://127.0.0.1:8080/?Action=DescribeImageSupportInstanceTypes&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1rnmk3t80lqdubjvfd
