using System.Diagnostics;
using System.Reflection;
using ChatCompletions.Demo;

var pwsh = PowerShellFinder.Find();
if (pwsh is null) return await ClientDemo.RunAsync();

var metadata = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>();
var manifest = metadata.First(static item => item.Key == "ModuleManifest").Value!;
var script = Path.Combine(AppContext.BaseDirectory, "Demo.ps1");
var start = new ProcessStartInfo(pwsh);
foreach (var argument in new[] { "-NoProfile", "-NoLogo", "-File", script, manifest }) start.ArgumentList.Add(argument);
using var process = Process.Start(start)!;
await process.WaitForExitAsync();
return process.ExitCode;
