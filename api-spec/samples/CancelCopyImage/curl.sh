curl 'http://127.0.0.1:8080/?Action=CancelCopyImage&Format=JSON' \
  -d RegionId=cn-shanghai -d ImageId=m-uf6h46wfpjsjastd0001
