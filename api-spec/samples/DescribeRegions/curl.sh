curl 'http://127.0.0.1:8080/?Action=DescribeRegions&AcceptLanguage=en-US&Format=JSON'
