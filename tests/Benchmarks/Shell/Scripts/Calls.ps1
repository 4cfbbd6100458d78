# One call through the cmdlet against Invoke-RestMethod, and against a peer where one is named with its call.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick, [string] $Peer, [string] $PeerCall)
. $PSScriptRoot/Measure.ps1
# A module can call its own commands by its name, so that a prefix would break it.
foreach ($name in $Peer -split ',' -ne '') { Import-Module $name -ErrorAction Ignore }

foreach ($answer in 'small', 'large') {
    $repetitions = @{ small = 100; large = 5 }[$answer]
    $call = Get-Call $answer
    $uri = "$Server/$answer/v1/chat/completions"
    $sides = [ordered]@{
        "call.$answer.cmdlet" = { (Measure-Time { for ($i = 0; $i -lt $repetitions; $i++) { ChatCompletion\Invoke-ChatCompletion 'Why is the sky blue?' @call } }) * 1000 / $repetitions }
        "call.$answer.irm" = {
            (Measure-Time {
                for ($i = 0; $i -lt $repetitions; $i++) {
                    $body = ConvertTo-Json -Depth 5 @{ model = 'gpt-4o-mini'; messages = @(@{ role = 'user'; content = 'Why is the sky blue?' }) }
                    (Invoke-RestMethod $uri -Method Post -Body $body -ContentType 'application/json').choices[0].message.content
                }
            }) * 1000 / $repetitions
        }
    }
    if ($PeerCall) {
        $ask = [scriptblock]::Create($PeerCall)
        $sides["call.$answer.peer"] = { (Measure-Time { for ($i = 0; $i -lt $repetitions; $i++) { & $ask "$Server/$answer/v1" } }) * 1000 / $repetitions }
    }
    Invoke-Pairs $sides
}
