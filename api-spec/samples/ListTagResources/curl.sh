curl 'http://127.0.0.1:8080/?Action=ListTagResources&Format=JSON' \
  -d RegionId=cn-hangzhou -d ResourceType=image -d Tag.1.Key=env
