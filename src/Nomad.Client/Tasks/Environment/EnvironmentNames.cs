namespace Nomad.Client.Tasks.Environment;

/// <summary>How names from a job become names of environment variables.</summary>
public static class EnvironmentNames
{
    /// <summary>Replaces everything that is no letter, digit, underscore or dot by an underscore; a digit may not come first.</summary>
    public static string Clean(string name) => string.Create(name.Length, name, static (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            var letter = source[index];
            var fits = char.IsAsciiLetter(letter) || letter is '_' or '.' || (index > 0 && char.IsAsciiDigit(letter));
            target[index] = fits ? letter : '_';
        }
    });
}
