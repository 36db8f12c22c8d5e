curl 'http://127.0.0.1:8080/?Action=JoinResourceGroup&Format=JSON' \
  -d RegionId=cn-hangzhou -d ResourceType=image -d ResourceId=m-bp1zlub3lrrpvt51b7zy -d ResourceGroupId=rg-acfm68npkea5xnu
