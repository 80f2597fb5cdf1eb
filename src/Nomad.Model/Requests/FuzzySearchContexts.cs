namespace Nomad.Model.Requests;

/// <summary>Which objects a fuzzy search looks at beside those of <see cref="SearchContexts"/>.</summary>
public static class FuzzySearchContexts
{
    public const string Groups = "groups";
    public const string Services = "services";
    public const string Tasks = "tasks";
    public const string Images = "images";
    public const string Commands = "commands";
    public const string Classes = "classes";
}
