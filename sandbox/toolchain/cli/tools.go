//go:build tools

// Package tools names the Pulumi CLI, so that go.mod and go.sum pin it and all
// it needs. `go install …@version` refuses it: its own go.mod has `replace` lines.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
