# The server needs an --image-creation-time: without it, the copy is finished at once.
copy=$(curl -s 'http://127.0.0.1:8080/?Action=CopyImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1rnmk3t80lqdubjvfd -d DestinationRegionId=cn-shanghai |
  sed 's/.*"ImageId":"\([^"]*\)".*/\1/')
curl 'http://127.0.0.1:8080/?Action=CancelCopyImage&Format=JSON' \
  -d RegionId=cn-shanghai -d "ImageId=$copy"
