task=$(curl -s 'http://127.0.0.1:8080/?Action=ExportImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1rnmk3t80lqdubjvfd -d OSSBucket=testexportimage |
  sed 's/.*"TaskId":"\([^"]*\)".*/\1/')
curl 'http://127.0.0.1:8080/?Action=DescribeTaskAttribute&Format=JSON' \
  -d RegionId=cn-hangzhou -d "TaskId=$task"
