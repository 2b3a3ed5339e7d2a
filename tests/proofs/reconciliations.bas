Sub EditAll(folder As String, target As String)
  Dim name As String, names(2000) As String, count As Integer, i As Integer
  name = Dir(folder & "/*.docx")
  Do While name <> ""
    names(count) = name
    count = count + 1
    name = Dir()
  Loop
  For i = 0 To count - 1
    EditOne(folder & "/" & names(i), target & "/" & names(i))
  Next i
End Sub

Sub EditOne(source As String, result As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  Dim document As Object, wanted As Object, edits As String, line As String, pieces, handle As Integer
  On Error Goto Failed
  edits = Left(source, Len(source) - 5) & ".edits"
  If FileLen(edits) = 0 Then Exit Sub
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  handle = FreeFile
  Open edits For Input As #handle
  Do While Not Eof(handle)
    Line Input #handle, line
    pieces = Split(line, Chr(9))
    If UBound(pieces) = 1 Then
      wanted = document.createReplaceDescriptor()
      wanted.SearchCaseSensitive = True
      wanted.SearchString = pieces(0)
      wanted.ReplaceString = pieces(1)
      document.replaceAll(wanted)
    End If
  Loop
  Close #handle
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(result), kind())
  document.close(True)
Failed:
End Sub
