curl 'http://127.0.0.1:8080/?Action=CopyImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1rnmk3t80lqdubjvfd -d DestinationRegionId=cn-shanghai
