curl 'http://127.0.0.1:8080/?Action=CreateImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d InstanceId=i-bp1g6zv0ce8oghu70001 -d Tag.1.Key=env -d Tag.1.Value=prod
