"$($PSVersionTable.PSVersion)"
