using Nomad.Hcl;

namespace Nomad.Jobspec.Variables;

/// <summary>Gives every declared variable its value, then every local, and makes the scope of the job.</summary>
internal sealed class VariableResolver(JobFileSource source, List<HclDiagnostic> diagnostics)
{
    private const string EnvironmentPrefix = "NOMAD_VAR_";
    private const int MaxLocals = 5000;

    /// <summary>Locals without a value that are tried as the start of a circle; each costs a walk over all.</summary>
    private const int MaxCircleStarts = 20;
    private const int MaxRounds = 8;
    private const int MaxProblems = 50;

    private readonly Dictionary<string, HclValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HclType?> _types = new(StringComparer.Ordinal);

    public HclScope Resolve(HclBody root)
    {
        var files = source.AllowFileFunctions && source.BaseDirectory is { } directory ? HclFunctionEnvironment.WithFiles(directory) : HclFunctionEnvironment.WithoutFiles;
        var functions = HclStandardFunctions.Create(files);
        Declare(root);
        foreach (var (name, text) in source.Environment)
        {
            if (name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && _types.ContainsKey(name[EnvironmentPrefix.Length..]))
                Assign(name[EnvironmentPrefix.Length..], Literal(name[EnvironmentPrefix.Length..], text));
        }

        foreach (var path in source.VariableFiles)
            ReadFile(path);
        if (source.VariableText.Length > 0)
            ReadValues("input.vars", source.VariableText);
        foreach (var (name, text) in source.Variables)
            Assign(name, Literal(name, text));
        foreach (var name in _types.Keys.Where(name => !_values.ContainsKey(name)))
            diagnostics.Add(HclDiagnostic.Error($"Unset variable \"{name}\"", "A used variable must be set or have a default value; see the documentation of variables."));
        var scope = Scope(functions, []);
        Validate(root, scope);
        return Locals(root, functions);
    }

    private HclScope Scope(IReadOnlyDictionary<string, HclFunction> functions, Dictionary<string, HclValue> locals) => new(
        new Dictionary<string, HclValue> { ["var"] = HclValue.Object(_values), ["local"] = HclValue.Object(locals) }, functions)
    {
        Undefined = HclScope.KeepAsText,
    };

    private void Declare(HclBody root)
    {
        foreach (var attribute in root.BlocksOf("variables").SelectMany(block => block.Body.Attributes))
        {
            if (DeclareName(attribute.Name, attribute.NameRange) && HclEvaluator.TryEvaluate(attribute.Value, HclScope.Empty, diagnostics, out var value))
                _values[attribute.Name] = value;
        }

        foreach (var block in root.BlocksOf("variable"))
        {
            var name = block.Labels.FirstOrDefault() ?? "";
            if (!DeclareName(name, block.DefinitionRange))
                continue;
            var body = block.Body.Resolve(new Dictionary<string, int> { ["validation"] = 0 }, diagnostics);
            foreach (var unknown in body.Attributes.Where(attribute => attribute.Name is not ("type" or "default" or "description")))
                diagnostics.Add(HclDiagnostic.Error("Unsupported argument", $"An argument named \"{unknown.Name}\" is not expected here.", unknown.NameRange));
            try
            {
                _types[name] = body.Attribute("type") is { } type ? HclConversion.ReadType(type.Value) : null;
            }
            catch (HclException problem)
            {
                diagnostics.AddRange(problem.Diagnostics);
            }

            if (body.Attribute("default") is { } given && HclEvaluator.TryEvaluate(given.Value, HclScope.Empty, diagnostics, out var value))
                Set(name, value, "Invalid default value for variable", given.Value.Range);
        }
    }

    private bool DeclareName(string name, SourceRange range)
    {
        if (_types.TryAdd(name, null))
            return true;
        diagnostics.Add(HclDiagnostic.Error("Duplicate variable", $"Duplicate {name} variable definition found.", range));
        return false;
    }

    private void Set(string name, HclValue value, string summary, SourceRange? range)
    {
        if (_types.GetValueOrDefault(name) is not { } type || value.IsNull)
            _values[name] = value;
        else if (HclConversion.TryConvert(value, type, out var converted, out var error))
            _values[name] = converted;
        else
            diagnostics.Add(HclDiagnostic.Error(summary, $"The value of \"{name}\" does not fit its type: {error}.", range));
    }

    private void Assign(string name, HclValue? value, SourceRange? range = null)
    {
        if (_types.ContainsKey(name))
        {
            if (value is not null)
                Set(name, value, "Invalid value for variable", range);
        }
        else if (source.Strict)
            diagnostics.Add(HclDiagnostic.Error("Undefined variable", $"A \"{name}\" variable was set but was not declared in the job file.", range));
    }

    private HclValue? Literal(string name, string text)
    {
        var type = _types.GetValueOrDefault(name) ?? (_values.TryGetValue(name, out var value) ? value.Type : null);
        if (type is null || type.Kind is HclTypeKind.String or HclTypeKind.Number)
            return HclValue.String(text);
        var expression = HclParser.ParseExpression($"<value for var.{name}>", text, diagnostics);
        return expression is not null && HclEvaluator.TryEvaluate(expression, HclScope.Empty, diagnostics, out var result) ? result : null;
    }

    private void ReadFile(string path)
    {
        try
        {
            ReadValues(path, File.ReadAllText(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(HclDiagnostic.Error("Failed to read file", $"The file of variables \"{path}\" cannot be read: {problem.Message}"));
        }
    }

    private void ReadValues(string name, string text)
    {
        var file = HclParser.Parse(name, text);
        diagnostics.AddRange(file.Diagnostics);
        foreach (var block in file.Body.Blocks)
            diagnostics.Add(HclDiagnostic.Error("Variable declaration in a .var file", "A file of values holds name = value only; declare variables in the job file.", block.DefinitionRange));
        foreach (var attribute in file.Body.Attributes)
        {
            if (HclEvaluator.TryEvaluate(attribute.Value, HclScope.Empty, diagnostics, out var value))
                Assign(attribute.Name, value, attribute.Range);
        }
    }

    private void Validate(HclBody root, HclScope scope)
    {
        if (diagnostics.Any(problem => problem.IsError))
            return;
        foreach (var validation in root.BlocksOf("variable").SelectMany(block => block.Body.Resolve(new Dictionary<string, int> { ["validation"] = 0 }, diagnostics).BlocksOf("validation")))
        {
            if (validation.Body.Attribute("condition") is not { } condition || validation.Body.Attribute("error_message") is not { } message)
            {
                diagnostics.Add(HclDiagnostic.Error("Missing required argument", "A validation needs condition and error_message.", validation.DefinitionRange));
                continue;
            }

            if (HclEvaluator.TryEvaluate(condition.Value, scope, diagnostics, out var holds) && HclEvaluator.TryEvaluate(message.Value, scope, diagnostics, out var text)
                && !(holds.Kind == HclValueKind.Bool && holds.AsBool))
                diagnostics.Add(HclDiagnostic.Error("Invalid value for variable", text.Kind == HclValueKind.String ? text.AsString : text.ToString(), condition.Range));
        }
    }

    /// <summary>Locals may name each other in any order; what the order of their texts does not settle is tried again a few times.</summary>
    private HclScope Locals(HclBody root, IReadOnlyDictionary<string, HclFunction> functions)
    {
        var locals = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        var waiting = root.BlocksOf("locals").SelectMany(block => block.Body.Attributes).ToList();
        foreach (var twice in waiting.GroupBy(attribute => attribute.Name).Where(same => same.Count() > 1))
            diagnostics.Add(HclDiagnostic.Error("Duplicate value in locals", $"Duplicate {twice.Key} definition found.", twice.Last().NameRange));
        if (waiting.Count > MaxLocals)
        {
            diagnostics.Add(HclDiagnostic.Error("Too many locals", $"A job file has at most {MaxLocals} locals; this one has {waiting.Count}.", waiting[MaxLocals].NameRange));
            return Scope(functions, []);
        }

        var size = new ValueSize();
        HclAttribute? tooLarge = null;
        waiting = LocalOrder.Of(waiting, source.Text);
        for (var round = 0; waiting.Count > 0; round++)
        {
            var problems = new List<HclDiagnostic>();
            var settled = waiting.RemoveAll(attribute =>
            {
                if (tooLarge is not null || (round > 0 && problems.Count > MaxProblems))
                    return false;
                var known = HclEvaluator.TryEvaluate(attribute.Value, Scope(functions, round == 0 ? Named(attribute, locals) : locals), problems, out var value);
                if (known && size.Add(value))
                    locals[attribute.Name] = value;
                else if (known)
                    tooLarge ??= attribute;
                return known;
            });
            if (tooLarge is not null)
            {
                diagnostics.Add(HclDiagnostic.Error("Value too large", $"The locals of a job file hold at most {ValueSize.MaxValues} values; \"{tooLarge.Name}\" goes beyond.", tooLarge.Range));
                break;
            }

            if (round == 0 || (settled > 0 && round < MaxRounds))
                continue;
            if (waiting.Take(MaxCircleStarts).FirstOrDefault(attribute => LocalOrder.NeedsItself(attribute, waiting, source.Text)) is { } circular)
                diagnostics.Add(HclDiagnostic.Error("Circular locals", $"The value of local.{circular.Name} depends on itself, directly or through the locals it names.", circular.Range));
            diagnostics.AddRange(problems);
            break;
        }

        return Scope(functions, locals);
    }

    /// <summary>Only those locals that the text names: an object of all of them for each would take the square of their number.</summary>
    private Dictionary<string, HclValue> Named(HclAttribute attribute, Dictionary<string, HclValue> locals)
    {
        var named = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        foreach (var name in LocalOrder.Needs(attribute, source.Text))
        {
            if (locals.TryGetValue(name, out var value))
                named[name] = value;
        }

        return named;
    }
}
