// Lists the caller's images with a client that openapi-generator made from the portable document of DescribeImages.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/ecs/openapi"
)

func main() {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Args[1]}}
	response, _, err := openapi.NewAPIClient(configuration).ImagesAPI.DescribeImagesByForm(context.Background()).
		Action("DescribeImages").RegionId("cn-hangzhou").Format("JSON").ImageOwnerAlias("self").ImageName("web-prod-*").Execute()
	if err != nil {
		log.Fatal(err)
	}
	for _, image := range response.Images.Image {
		fmt.Println(image.ImageId, image.ImageName)
	}
}
