"""REST APIs of API Gateway through boto3: the local gateway, moto and MiniStack, and what goes wrong on the way.

What each stands in for AWS with, seen by the tests here (test_moto.py, test_ministack.py):

| | local gateway | moto 5.2.5 | MiniStack 1.5.33 |
|---|---|---|---|
| Get of a type without a customization | its default | NotFoundException | its default |
| list | all 21 types | the customized ones | all 21 types |
| what is left out of a Put | the default is filled in | stays out | the default is filled in |
| Delete of a type without a customization | NotFoundException (recorded) | is taken | is taken |
| an unknown type, a status of 9999 | is refused (recorded) | is taken | is refused |
"""
