curl 'http://127.0.0.1:8080/?Action=ImportImage&Format=JSON' \
  -d RegionId=cn-hangzhou -d DiskDeviceMapping.1.OSSBucket=ecsimageos -d DiskDeviceMapping.1.OSSObject=web.qcow2
