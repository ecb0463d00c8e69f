// CoreDNS with the plugins that the Corefile of bootstrap.yaml names, and no others: most of CoreDNS's code are clients of
// clouds and tracers that a test cluster never talks to.
package main

import (
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

func main() {
	coremain.Run()
}
