namespace Nomad.Agent.Http.Queries;

/// <summary>Booleans in a query, in the spellings existing clients send.</summary>
public static class BooleanQuery
{
    public static bool TryParse(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }

    /// <summary>The value of a boolean parameter, false when absent; throws 500 for other text, as existing callers know it.</summary>
    public static bool Read(ApiCall call, string key)
    {
        var text = call.Text(key);
        if (text.Length == 0)
            return false;
        return TryParse(text, out var value)
            ? value
            : throw new HttpFailure(500, $"Failed to parse value of \"{key}\" ({text}) as a bool: strconv.ParseBool: parsing \"{text}\": invalid syntax");
    }
}
