curl 'http://127.0.0.1:8080/?Action=DescribeTags&Format=JSON' \
  -d RegionId=cn-hangzhou -d Tag.1.Key=env
