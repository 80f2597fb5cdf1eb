using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a template.</summary>
internal static class TemplateRules
{
    public static void Check(Template template, ErrorList errors)
    {
        errors.If(template.SourcePath.Length == 0 && template.EmbeddedTmpl.Length == 0, "Must specify a source path or have an embedded template");
        errors.If(template.DestPath.Length == 0, "Must specify a destination for the template");
        errors.If(TaskRules.Escapes(template.DestPath), "destination escapes allocation directory");
        switch (template.ChangeMode)
        {
            case ChangeModes.Noop or ChangeModes.Restart:
                break;
            case ChangeModes.Signal:
                errors.If(template.ChangeSignal.Length == 0, "Must specify signal value when change mode is signal");
                errors.If(template.Envvars, "cannot use signals with env var templates");
                break;
            case ChangeModes.Script:
                errors.If(template.ChangeScript is null or { Command: "" }, "must specify change script configuration value when change mode is script");
                break;
            default:
                errors.Add("Invalid change mode. Must be one of the following: noop, signal, script, restart");
                break;
        }

        errors.If(template.Splay.Nanoseconds < 0, "Must specify positive splay value");
        errors.If(template.Perms.Length > 0 && !template.Perms.All(digit => digit is >= '0' and <= '7'), $"Failed to parse \"{template.Perms}\" as octal");
        if (template.Wait is { Min: { } min, Max: { } max })
            errors.If(min > max, $"wait min {min} is greater than max {max}");
    }
}
