curl 'http://127.0.0.1:8080/?Action=ModifyImageSharePermission&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1nh2nkisy3q09qosgr -d AddAccount.1=1000000000000002
