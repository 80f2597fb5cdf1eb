using System.Globalization;
using Nomad.Drivers.Supervision;

// Runs the task supervisor for tests: SOCKET [IDLE_MILLISECONDS [ENDED_STAY_MILLISECONDS]].
return await Supervisor.RunAsync(args[0], Span(1), Span(2));

TimeSpan? Span(int index) => args.Length > index ? TimeSpan.FromMilliseconds(long.Parse(args[index], CultureInfo.InvariantCulture)) : null;
