curl 'http://127.0.0.1:8080/?Action=AddTags&Format=JSON' \
  -d RegionId=cn-hangzhou -d ResourceType=image -d ResourceId=m-bp1zlub3lrrpvt51b7zy -d Tag.1.Key=app -d Tag.1.Value=shop
