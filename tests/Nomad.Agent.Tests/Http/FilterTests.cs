using System.Text.Json;
using Nomad.Agent.Http.Filtering;

namespace Nomad.Agent.Tests.Http;

/// <summary>The filter language on one object that has every kind of value.</summary>
public sealed class FilterTests
{
    private static readonly JsonElement Item = JsonDocument.Parse("""
        {
          "ID": "web-1", "Status": "running", "Priority": 50, "Stop": false, "Empty": "", "Nothing": null,
          "Datacenters": ["dc1", "dc2"], "Tags": [], "Meta": {"team": "core", "dotted.key": "x"},
          "Score": 1.5, "Tasks": [{"Name": "a", "Kind": "main"}, {"Name": "b", "Kind": "side"}], "States": {"a": {"Failed": true}}
        }
        """).RootElement;

    [Theory]
    [InlineData("Status == running")]
    [InlineData("Status == \"running\"")]
    [InlineData("Status != dead")]
    [InlineData("Priority == 50")]
    [InlineData("Score == 1.5")]
    [InlineData("Stop == false")]
    [InlineData("not Stop == true")]
    [InlineData("Empty is empty")]
    [InlineData("Nothing is empty")]
    [InlineData("Tags is empty")]
    [InlineData("Datacenters is not empty")]
    [InlineData("\"dc1\" in Datacenters")]
    [InlineData("dc1 in Datacenters")]
    [InlineData("dc3 not in Datacenters")]
    [InlineData("Datacenters contains dc2")]
    [InlineData("team in Meta")]
    [InlineData("Meta.team == core")]
    [InlineData("Meta[\"dotted.key\"] == x")]
    [InlineData("\"/Meta/team\" == core")]
    [InlineData("ID contains eb")]
    [InlineData("ID matches `^web-[0-9]+$`")]
    [InlineData("ID not matches `^db`")]
    [InlineData("Status == dead or Priority == 50")]
    [InlineData("Status == running and (Priority == 1 or Priority == 50)")]
    [InlineData("Status == dead and Status == x or Stop == false")]
    [InlineData("any Tasks as t { t.Kind == side }")]
    [InlineData("all Tasks as t { t.Name is not empty }")]
    [InlineData("any States as name, state { name == a and state.Failed == true }")]
    [InlineData("any Datacenters as i, dc { i == 1 and dc == dc2 }")]
    public void Holds(string filter) => Assert.True(FilterExpression.Parse(filter).Matches(Item));

    [Theory]
    [InlineData("Status == dead")]
    [InlineData("Meta.missing == core")]
    [InlineData("not Status == running")]
    [InlineData("all Tasks as t { t.Kind == side }")]
    [InlineData("Datacenters is empty")]
    public void Does_not_hold(string filter) => Assert.False(FilterExpression.Parse(filter).Matches(Item));

    [Theory]
    [InlineData("")]
    [InlineData("Status ==")]
    [InlineData("Status running")]
    [InlineData("Status == \"open")]
    [InlineData("(Status == a")]
    [InlineData("Status == a b")]
    [InlineData("ID matches `(`")]
    [InlineData("any Tasks t { x == 1 }")]
    [InlineData("§")]
    public void Is_refused_when_it_is_no_expression(string filter) => Assert.Throws<FilterException>(() => FilterExpression.Parse(filter));

    [Fact]
    public void Nesting_has_a_limit() =>
        Assert.Throws<FilterException>(() => FilterExpression.Parse(new string('(', 10_000) + "A == b" + new string(')', 10_000)));

    [Fact]
    public void A_number_compared_with_text_is_an_error() =>
        Assert.Throws<FilterException>(() => FilterExpression.Parse("Priority == high").Matches(Item));

    [Fact]
    public void Quantifiers_within_quantifiers_are_given_up_before_they_take_for_ever()
    {
        var many = JsonDocument.Parse($$"""{"List":[{{string.Join(',', Enumerable.Range(0, 50))}}]}""").RootElement;
        var nested = string.Concat(Enumerable.Range(0, 12).Select(level => $"all List as x{level} {{ ")) + "x0 != 99" + string.Concat(Enumerable.Repeat(" }", 12));
        var problem = Assert.Throws<FilterException>(() => FilterExpression.Parse(nested).Matches(many));
        Assert.Contains("20000 list items", problem.Message);
        Assert.True(FilterExpression.Parse("all List as x { any List as y { y == 0 } }").Matches(many));
    }
}
