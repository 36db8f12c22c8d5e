// With the first form of the class, the test of the tutorial fails as the tutorial says.
import io.ecsimages.junit.EcsImagesServer

def server = EcsImagesServer.withDumps(new File(basedir, 'src/test/resources/images.json').toPath()).start()
try {
    def type = new GroovyClassLoader(getClass().classLoader).parseClass(new File(basedir, 'before/GoldenImages.java'))
    assert type.getConstructors()[0].newInstance(server.client()).newest().imageId == 'm-scratch'
} finally {
    server.close()
}
