curl 'http://127.0.0.1:8080/?Action=DeleteImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1zzpqyxhyl66bs3n2k
