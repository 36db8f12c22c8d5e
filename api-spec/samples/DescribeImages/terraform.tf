terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

provider "alicloud" {
  region       = "cn-hangzhou"
  access_key   = "testid"
  secret_key   = "testsecret"
  account_type = "Domestic"
  protocol     = "HTTP"

  endpoints {
    ecs = "127.0.0.1:8080"
  }
}

data "alicloud_images" "web" {
  owners      = "self"
  name_regex  = "^web-prod-"
  most_recent = true
}

output "image_id" {
  value = data.alicloud_images.web.images[0].id
}
