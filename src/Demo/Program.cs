using System.Diagnostics;
using System.Reflection;
using ChatCompletions.Demo;

var pwsh = PowerShellFinder.Find();
if (pwsh is null) return await ClientDemo.RunAsync();

var manifest = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(static item => item.Key == "ModuleManifest").Value!;
var start = new ProcessStartInfo(pwsh);
foreach (var argument in new[] { "-NoProfile", "-NoLogo", "-File", Path.Combine(AppContext.BaseDirectory, "Demo.ps1"), manifest }) start.ArgumentList.Add(argument);
using var process = Process.Start(start)!;
await process.WaitForExitAsync();
return process.ExitCode;
