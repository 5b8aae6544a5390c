aws ec2 create-snapshot --volume-id vol-0a1b2c3d4e5f67890 --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'
