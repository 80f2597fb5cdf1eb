using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Cli.Templates;

namespace Nomad.Cli.Tests.Templates;

public sealed class Go_templates
{
    private static readonly JsonElement Data = JsonDocument.Parse("""
        {"ID":"web","Priority":50,"Stop":false,"Score":1.5,"Datacenters":["dc1","dc2"],"Meta":{"b":"2","a":"1"},"Update":null,"Nested":{"List":[{"Name":"x"},{"Name":"y"}]}}
        """).RootElement;

    [Theory]
    [InlineData("{{.ID}}", "web")]
    [InlineData("{{ .Priority }}/{{.Stop}}/{{.Score}}", "50/false/1.5")]
    [InlineData("{{.Datacenters}}", "[dc1 dc2]")]
    [InlineData("{{.Meta}}", "map[a:1 b:2]")]
    [InlineData("{{range .Datacenters}}{{.}};{{end}}", "dc1;dc2;")]
    [InlineData("{{range $i, $d := .Datacenters}}{{$i}}={{$d}} {{end}}", "0=dc1 1=dc2 ")]
    [InlineData("{{range $k, $v := .Meta}}{{$k}}{{$v}}{{end}}", "a1b2")]
    [InlineData("{{range .Nested.List}}{{.Name}}{{$.ID}} {{end}}", "xweb yweb ")]
    [InlineData("{{range .Update}}x{{else}}none{{end}}", "none")]
    [InlineData("{{if .Stop}}a{{else if eq .ID \"web\"}}b{{else}}c{{end}}", "b")]
    [InlineData("{{if and .ID (gt .Priority 10)}}yes{{end}}", "yes")]
    [InlineData("{{with .Update}}x{{else}}nil{{end}}", "nil")]
    [InlineData("{{len .Datacenters}} {{index .Datacenters 1}} {{index .Meta \"a\"}}", "2 dc2 1")]
    [InlineData("{{.ID | printf \"%s-%d\" \"x\" | len}}", "ERROR")]
    [InlineData("{{printf \"%q %v %d\" .ID .Datacenters .Priority}}", "\"web\" [dc1 dc2] 50")]
    [InlineData("a {{- .ID -}} b", "awebb")]
    [InlineData("{{/* nothing */}}x", "x")]
    [InlineData("{{$x := .ID}}{{$x}}", "web")]
    [InlineData("{{sprig_upper .ID}}", "WEB")]
    public void Render_as_in_Go(string template, string expected)
    {
        if (expected != "ERROR")
            Assert.Equal(expected, GoTemplate.Render(template, Data));
        else
            GoTemplate.Render(template, Data);
    }

    [Theory]
    [InlineData("{{.Nothing}}")]
    [InlineData("{{.ID")]
    [InlineData("{{if .ID}}x")]
    [InlineData("{{frobnicate .ID}}")]
    [InlineData("{{$x}}")]
    [InlineData("{{range .ID}}{{end}}")]
    public void What_is_wrong_in_a_template_is_said(string template) =>
        Assert.StartsWith("Error formatting the data: template: ", Assert.Throws<CommandFailure>(() => GoTemplate.Render(template, Data)).Message);
}
