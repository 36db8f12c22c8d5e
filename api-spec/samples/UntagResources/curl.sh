curl 'http://127.0.0.1:8080/?Action=UntagResources&Format=JSON' \
  -d RegionId=cn-hangzhou -d ResourceType=image -d ResourceId.1=m-bp1zlub3lrrpvt51b7zy -d TagKey.1=env
