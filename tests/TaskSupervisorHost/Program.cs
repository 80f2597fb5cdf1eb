using System.Globalization;
using Nomad.Drivers.Supervision;

// Runs the task supervisor for tests: SOCKET [IDLE_MILLISECONDS].
return await Supervisor.RunAsync(args[0], args.Length > 1 ? TimeSpan.FromMilliseconds(long.Parse(args[1], CultureInfo.InvariantCulture)) : null);
