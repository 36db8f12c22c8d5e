curl 'http://127.0.0.1:8080/?Action=DescribeRegions&Format=JSON' \
  -d AcceptLanguage=en-US
