# Stopping: Ctrl+C and Select-Object -First end the request at once, and the server sees it.
# The promise is 100 ms; the limits here leave room for a busy machine. With CHATCOMPLETION_TEST_TIMES set, the times are shown.

Describe 'Stopping' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $manifest = Get-Manifest
        $limit = 500
        # Runs a script as at a prompt of its own, stops it as Ctrl+C does, and says how long that took.
        function Measure-Stop([string] $Script, [scriptblock] $WhenReady) {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$manifest'").Invoke()
                $shell.Commands.Clear()
                $null = $shell.AddScript($Script)
                $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
                $request = & $WhenReady
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $stopping = $shell.BeginStop($null, $null)
                $ended = $stopping.AsyncWaitHandle.WaitOne(5000)
                $stopped = $clock.Elapsed.TotalMilliseconds
                # A call that does not stop ends with its server, so that the other tests go on.
                if (-not $ended) { $server.Dispose() }
                $seen = $request ? $request.WaitForClientClose(10000) : $null
                $closed = $clock.Elapsed.TotalMilliseconds
                try { $shell.EndInvoke($running) } catch [System.Management.Automation.PipelineStoppedException] { $null = $_ }
                $shell.Commands.Clear()
                $after = $shell.AddScript('Invoke-ChatCompletion still -Provider Mock -Model echo | ForEach-Object Content').Invoke()
                if ($env:CHATCOMPLETION_TEST_TIMES) { Write-Host ('    stopped after {0:0.0} ms, closed after {1:0.0} ms' -f $stopped, $closed) }
                @{ Stopped = $stopped; Seen = $seen; Closed = $closed; Errors = $shell.Streams.Error; Output = $output; After = "$after" }
            }
            finally { $shell.Dispose() }
        }
        function Assert-Stopped([hashtable] $Stop) {
            $Stop.Stopped | Should -BeLessThan $limit
            $Stop.Errors | Should -BeNullOrEmpty -Because 'a stop is no error'
            $Stop.After | Should -BeExactly 'still' -Because 'the session goes on'
        }
        function Assert-Closed([hashtable] $Stop) {
            $Stop.Seen | Should -BeTrue
            $Stop.Closed | Should -BeLessThan $limit
        }
    }
    BeforeEach { $server = Start-Server }
    AfterEach { $server.Dispose() }

    It 'with Ctrl+C ends a call that waits for <Shown>, and closes the connection' -ForEach @(
        @{ Shown = 'an answer'; Reply = { [ScriptedServers.Reply]::Sse().Hang() }; More = '' }
        @{ Shown = 'the headers of a stream'; Reply = { [ScriptedServers.Reply]::Sse().Hang() }; More = '-Stream' }
        @{ Shown = 'the rest of a body'; Reply = { [ScriptedServers.Reply]::Json((New-AnswerJson)).Header('Content-Length', '9999').Hang() }; More = '' }
        @{ Shown = 'a first event'; Reply = { [ScriptedServers.Reply]::Sse().Headers().Hang() }; More = '-Stream' }
        @{ Shown = 'the end of a stream that keeps coming'; Reply = { [ScriptedServers.Reply]::Sse((New-EventJson Par)).Forever("data: $(New-EventJson x)`n`n", 1) }; More = '-Stream' }
    ) {
        $null = $server.Enqueue((& $Reply))
        $stop = Measure-Stop "Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model m $More" { $server.WaitForRequest(0, 30000) }
        Assert-Stopped $stop
        Assert-Closed $stop
    }

    It 'with Ctrl+C ends a stream that is silent, after the chunks that came' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Hang())
        $came = [System.Threading.ManualResetEventSlim]::new()
        [AppDomain]::CurrentDomain.SetData('StopTests', $came)
        $stop = Measure-Stop "Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model m -Stream | ForEach-Object { `$_; [AppDomain]::CurrentDomain.GetData('StopTests').Set() }" {
            $null = $came.Wait(5000)
            $server.Requests[0]
        }
        Assert-Stopped $stop
        Assert-Closed $stop
        $stop.Output.Content | Should -BeExactly 'Par'
    }

    It 'with Ctrl+C ends the wait before a retry, and nothing is sent again' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 503).Header('retry-after-ms', '60000'))
        $stop = Measure-Stop "Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model m" {
            # The answer is read and the wait begins within a few milliseconds.
            $null = $server.WaitForRequest(0, 30000)
            [System.Threading.Thread]::Sleep(50)
        }
        Assert-Stopped $stop
        $server.Requests.Count | Should -Be 1
    }

    It 'with Ctrl+C ends a fallback''s answer, and the next one is not asked' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 501)).Enqueue([ScriptedServers.Reply]::Sse().Hang())
        $stop = Measure-Stop "Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model m -Fallbacks other, third" { $server.WaitForRequest(1, 30000) }
        Assert-Stopped $stop
        $server.Requests.Count | Should -Be 2
    }

    It 'with Ctrl+C ends a list of questions: the next one is not asked' {
        $null = $server.Enqueue((New-Answer)).Enqueue([ScriptedServers.Reply]::Sse().Hang())
        $stop = Measure-Stop "'a', 'b', 'c' | Invoke-ChatCompletion -ApiBase $($server.BaseUrl) -Model m -ThrottleLimit 1" { $server.WaitForRequest(1, 30000) }
        Assert-Stopped $stop
        Assert-Closed $stop
        $stop.Output.Count | Should -Be 1
        $server.Requests.Count | Should -Be 2
    }

    It 'with Ctrl+C ends Get-ChatModel' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Sse().Hang())
        $stop = Measure-Stop "Get-ChatModel -ApiBase $($server.BaseUrl)" { $server.WaitForRequest(0, 30000) }
        Assert-Stopped $stop
        Assert-Closed $stop
    }

    It 'with Select-Object -First closes the stream, and the pipeline goes on' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par), (New-EventJson is)).Hang())
        $clock = [System.Diagnostics.Stopwatch]::new()
        $first = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -Stream | ForEach-Object { $clock.Start(); $_ } | Select-Object -First 1
        $returned = $clock.Elapsed.TotalMilliseconds
        $server.Requests[0].WaitForClientClose(10000) | Should -BeTrue
        $closed = $clock.Elapsed.TotalMilliseconds
        if ($env:CHATCOMPLETION_TEST_TIMES) { Write-Host ('    -First: returned after {0:0.0} ms, closed after {1:0.0} ms' -f $returned, $closed) }
        $first.Content | Should -BeExactly 'Par'
        $returned | Should -BeLessThan $limit
        $closed | Should -BeLessThan $limit
        (Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m).Content | Should -BeExactly 'Paris.'
    }

    It 'with Select-Object -First asks no further questions' {
        ('a', 'b', 'c' | Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model m -ThrottleLimit 1 | Select-Object -First 2).Count | Should -Be 2
        $server.Requests.Count | Should -Be 2
    }

    It 'by an exception in the pipeline closes the stream as well' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Hang())
        { Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -Stream | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
        $server.Requests[0].WaitForClientClose(10000) | Should -BeTrue
    }

    It 'by break closes the stream as well' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Hang())
        foreach ($once in 1) { Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -Stream | ForEach-Object { break } }
        $server.Requests[0].WaitForClientClose(10000) | Should -BeTrue
    }

    It 'leaves no unobserved failure of a call whose result nobody takes' {
        Add-Type -TypeDefinition @'
public static class UnobservedFailures
{
    public static readonly System.Collections.Concurrent.ConcurrentQueue<string> Seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
    public static void Keep(object sender, System.Threading.Tasks.UnobservedTaskExceptionEventArgs args) { Seen.Enqueue(args.Exception.ToString()); }
    public static void Watch() { System.Threading.Tasks.TaskScheduler.UnobservedTaskException += Keep; }
    public static void Leave() { System.Threading.Tasks.TaskScheduler.UnobservedTaskException -= Keep; }
}
'@
        $own = [ScriptedServers.ScriptedServer]::Start()
        $own.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"nobody reads this"}}', 400)
        [UnobservedFailures]::Watch()
        try {
            foreach ($run in 1..3) {
                $null = $own.Enqueue((New-LateAnswer 300))
                'a' | ForEach-Object { $_; $null = $own.WaitForRequest(4 * ($run - 1), 30000); 'b'; 'c'; 'd' } |
                    Invoke-ChatCompletion -ApiBase $own.BaseUrl -Model m -ThrottleLimit 4 | Select-Object -First 1 | Should -Not -BeNullOrEmpty
            }
            foreach ($i in 1..5) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
        }
        finally { [UnobservedFailures]::Leave(); $own.Dispose() }
        @([UnobservedFailures]::Seen | Where-Object { $_ -match 'nobody reads this' }) | Should -BeNullOrEmpty
    }
}
