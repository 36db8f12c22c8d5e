curl 'http://127.0.0.1:8080/?Action=DeleteSnapshot&Format=JSON' \
  -d SnapshotId=s-bp172ewd1cya5kovfjs0
