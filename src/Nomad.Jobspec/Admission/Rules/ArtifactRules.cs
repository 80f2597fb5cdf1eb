using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for an artifact.</summary>
internal static class ArtifactRules
{
    public static void Check(TaskArtifact artifact, ErrorList errors)
    {
        errors.If(artifact.GetterSource.Length == 0, "source must be specified");
        errors.If(artifact.GetterMode is not (GetterModes.Any or GetterModes.File or GetterModes.Dir),
            $"invalid artifact mode \"{artifact.GetterMode}\"; must be one of: any, file, dir");
        errors.If(TaskRules.Escapes(artifact.RelativeDest), "destination escapes allocation directory");
        if (artifact.GetterOptions.OrEmpty().TryGetValue("checksum", out var checksum))
            CheckChecksum(checksum ?? "", errors);
    }

    private static void CheckChecksum(string checksum, ErrorList errors)
    {
        if (checksum.Trim().Length == 0)
        {
            errors.Add("checksum value cannot be empty");
            return;
        }

        if (checksum.Contains("${", StringComparison.Ordinal))
            return;
        var parts = checksum.Split(':');
        if (parts.Length != 2)
        {
            errors.Add($"checksum must be given as type:value; got \"{checksum}\"");
            return;
        }

        var bytes = parts[0] switch { "md5" => 16, "sha1" => 20, "sha256" => 32, "sha512" => 64, _ => 0 };
        if (bytes == 0)
            errors.Add($"unsupported checksum type: {parts[0]}");
        else
            errors.If(parts[1].Length != 2 * bytes || !parts[1].All(char.IsAsciiHexDigit), $"invalid {parts[0]} checksum: {2 * bytes} hexadecimal digits are required; got \"{parts[1]}\"");
    }
}
