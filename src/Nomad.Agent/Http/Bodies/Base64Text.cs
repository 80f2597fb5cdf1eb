using System.Buffers.Text;

namespace Nomad.Agent.Http.Bodies;

/// <summary>Where a text stops being base64.</summary>
internal static class Base64Text
{
    /// <summary>The first byte that does not belong there; null when the whole text is base64.</summary>
    public static int? FirstWrong(string text)
    {
        if (Base64.IsValid(text))
            return null;
        var wrong = text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");
        return wrong >= 0 ? wrong : text.Length / 4 * 4;
    }
}
