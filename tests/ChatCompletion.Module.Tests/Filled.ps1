# Objects of every type that the module puts out, with a text of one's choice in every property.

# The names of the types. What is no output has no view.
function Get-OutputType {
    [ChatCompletions.ChatCompletion].Assembly.GetExportedTypes().Where{
        $_.Namespace -eq 'ChatCompletions' -and -not $_.IsAbstract -and -not $_.IsEnum -and -not $_.IsGenericType -and $_.GetProperties().Count -and
        $_.Name -notmatch 'Options|Endpoint|Client$|Request$|Preset|^Json|Schema|Rules|Timeouts|Limits|Target|Registry'
    }.Name
}

# A value of a type, with a text wherever a text can be.
function New-FilledValue([type] $Type, [string] $Text, [int] $Depth) {
    $Type = [Nullable]::GetUnderlyingType($Type) ?? $Type
    if ($Type -eq [string]) { return $Text }
    if ($Type -eq [object]) { return @{ $Text = $Text } }
    if ($Type.IsEnum) { return [enum]::GetValues($Type)[1] }
    if ($Type -eq [bool]) { return $true }
    if ($Type -eq [datetimeoffset]) { return [datetimeoffset]::FromUnixTimeSeconds(1723155364) }
    if ($Type.IsPrimitive) { return [convert]::ChangeType(7, $Type) }
    if ($Type.Name -eq 'JsonDictionary') { $map = [ChatCompletions.JsonDictionary]::new(); $map.Add($Text, $Text); return , $map }
    if ($Type.Name -eq 'JsonList') { $list = [ChatCompletions.JsonList]::new(); $list.Add($Text); return , $list }
    if ($Type.Name -like 'ChatList*') {
        $list = [Activator]::CreateInstance($Type)
        if ($Depth -lt 5) { $list.Add((New-FilledValue $Type.GetGenericArguments()[0] $Text ($Depth + 1))) }
        return , $list
    }
    if ($Type -eq [Exception]) { return [InvalidOperationException]::new($Text) }
    if ($Type.Namespace -ne 'ChatCompletions' -or -not $Type.IsPublic) { return $null }
    New-Filled $Type $Text $Depth
}

# An exception of ours. Its facts are one object, which its constructor takes.
function New-FilledException([type] $Type, [string] $Text, [int] $Depth) {
    $all = [System.Reflection.BindingFlags] 'Instance, Public, NonPublic'
    $facts = $Type.Assembly.GetType('ChatCompletions.CallFailure')
    $failure = $facts.GetConstructor($all, @([ChatCompletions.ChatErrorKind], [string], [Exception])).Invoke(
        @([ChatCompletions.ChatErrorKind]::ServerError, $Text, [InvalidOperationException]::new($Text)))
    foreach ($property in $facts.GetProperties($all)) {
        if (-not $property.SetMethod -or $property.Name -in 'Kind', 'Cause') { continue }
        $value = if ($property.PropertyType.Name -eq 'ApiError') {
            $api = $property.PropertyType.GetConstructor($all, @([int], [int])).Invoke(@(400, 400))
            foreach ($name in 'Code', 'Type', 'Param') { $property.PropertyType.GetProperty($name).SetValue($api, $Text) }
            $api
        }
        else { New-FilledValue $property.PropertyType $Text ($Depth + 1) }
        if ($null -ne $value) { $property.SetValue($failure, $value) }
    }
    $Type.GetConstructor($all, @($facts)).Invoke(@($failure))
}

# An object of ours with a text in every property that can be set, by whomever.
function New-Filled([type] $Type, [string] $Text, [int] $Depth = 0) {
    if ($Depth -gt 5) { return $null }
    $all = [System.Reflection.BindingFlags] 'Instance, Public, NonPublic'
    $item = if ($Type.IsSubclassOf([Exception]) -or $Type -eq [ChatCompletions.ChatException]) {
        New-FilledException $Type $Text $Depth
    }
    elseif ($Type.GetConstructor($all, @())) { [Activator]::CreateInstance($Type, $true) }
    else {
        $constructor = $Type.GetConstructors($all)[0]
        $constructor.Invoke(@($constructor.GetParameters() | ForEach-Object { , (New-Filled $_.ParameterType $Text ($Depth + 1)) }))
    }
    foreach ($property in $Type.GetProperties($all)) {
        if ($property.DeclaringType.Namespace -ne 'ChatCompletions' -or $property.GetIndexParameters()) { continue }
        if ($property.Name -in 'Answer', 'EqualityContract', 'Stream') { continue }
        if ($property.SetMethod) {
            $value = New-FilledValue $property.PropertyType $Text ($Depth + 1)
            if ($null -ne $value) { $property.SetValue($item, $value) }
        }
        elseif ($property.PropertyType.Name -like 'ChatList*' -and $Depth -lt 5) {
            # The list of a part that is missing is $null.
            $list = $property.GetValue($item)
            if ($null -ne $list) { $list.Add((New-FilledValue $property.PropertyType.GetGenericArguments()[0] $Text ($Depth + 1))) }
        }
    }
    $item
}

# One of these objects, as it is or as it comes back from a file.
function Get-Filled([string] $Type, [string] $Text, [string] $Way) {
    $item = New-Filled "ChatCompletions.$Type" $Text
    if ($Way -eq 'live') { return $item }
    $item | Export-Clixml $TestDrive/filled.xml
    $back = Import-Clixml $TestDrive/filled.xml
    if ($back.PSTypeNames[0] -ne "Deserialized.ChatCompletions.$Type") { throw "A $Type came back as $($back.PSTypeNames[0])." }
    $back
}
