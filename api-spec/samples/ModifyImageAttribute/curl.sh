curl 'http://127.0.0.1:8080/?Action=ModifyImageAttribute&Format=JSON' \
  -d RegionId=cn-hangzhou -d ImageId=m-bp1zcbqxhyxiif9e0o8a -d ImageName=load-test
